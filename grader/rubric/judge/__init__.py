"""What is asked of an outside language model, and what its reply is worth. Pure: `grader.llm` does the asking."""
