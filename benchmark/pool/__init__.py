"""Many trusts' sheets become mergeable states and pooled norms. Nothing lives here yet."""
