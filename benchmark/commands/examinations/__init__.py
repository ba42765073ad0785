"""What ``benchmark doctor`` looks at: each finding says what is, and of a fault what to do."""
