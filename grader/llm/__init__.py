"""The optional outside language model: asks it about open criteria, and keeps account of it. Off unless configured."""
