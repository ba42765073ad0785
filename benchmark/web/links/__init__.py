"""Links in mails, and the button behind them."""
