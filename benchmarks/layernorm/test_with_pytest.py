from checks import check_gradient, check_shape, check_values


def test_shape():
    check_shape()


def test_values():
    check_values(1, (2, 5, 8))


def test_small_variance():
    check_values(2, (4, 8), scale=1e-3)


def test_eps():
    check_values(3, (2, 3, 6), eps=0.1)


def test_gradient():
    check_gradient()
