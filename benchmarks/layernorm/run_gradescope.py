"""`run_autograder` of a Gradescope course, in the usual way."""

import sys
import unittest

from checks import check_gradient, check_shape, check_values
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


class TestLayerNorm(unittest.TestCase):
    @weight(1)
    def test_shape(self):
        check_shape()

    @weight(2)
    def test_values(self):
        check_values(1, (2, 5, 8))

    @weight(1)
    def test_small_variance(self):
        check_values(2, (4, 8), scale=1e-3)

    @weight(1)
    def test_eps(self):
        check_values(3, (2, 3, 6), eps=0.1)

    @weight(2)
    def test_gradient(self):
        check_gradient()


if __name__ == "__main__":
    result = JSONTestRunner(visibility="visible", stream=sys.stdout).run(
        unittest.defaultTestLoader.loadTestsFromTestCase(TestLayerNorm)
    )
