"""The sign-in form."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):
    email = StringField(
        validators=[InputRequired("Enter your email address"), Length(max=254)],
    )
    password = PasswordField(
        validators=[InputRequired("Enter your password"), Length(max=1000)],
    )
