from tests.journeys.steps import y
def test_x(device, showcase):
    p=device(showcase)
    p.goto("/sign-in")
    print(p.title())
    assert y==1
    p.evaluate("document.body.setAttribute('style','color:red')")
    p.wait_for_timeout(200)
