"""How to read each part of the analysis of a ratings file."""

OVERALL = "Mean of the raters' means, and their standard deviation (n - 1)."
DIVISIONS = (
    "Mean over raters with its 95% interval, from the noise between raters pooled over divisions, "
    "with role taken out where it is known: the range in which other raters like these would put "
    "the mean; shrunken: the mean drawn towards its trust as far as noise explains it; places: "
    "rank, and the 95% interval of the places that the division may hold; *: may be the highest."
)
PRACTICES = "Mean and standard deviation (n - 1) over the raters."
VARIANCES = (
    "Variances in squared points of the scale, with practice, role and their interplay taken out "
    "(REML), each with its 95% interval; beside a trust and a division stand their own highs and "
    "lows in single practices. Unbounded: the same without the boundary at 0, for means over many "
    "files. Reference: the simpler design trust / division / rater with practice alone taken out, "
    "for comparison with other programs."
)
SHARE = (
    "0 means that the divisions of a trust are alike, 1 that trusts are. Observed: from the means; "
    "without noise: from the variances above, with its 95% interval; placebo: the observed share "
    "with divisions shuffled over trusts, so that an observed share near it says little."
)
TRUSTS = (
    "F test of each trust's divisions with role taken out; from 5 divisions up the standard "
    "deviation between them without noise, in points, with its 95% interval. Readable: the "
    "smallest difference of a division from its trust that is clear beside all the others."
)
NOISE = (
    "Whether the leads of all divisions differ equally (largest share of one division's variance, "
    "random exchanges of contrasts); where p is small, the pooled noise does not fit a division."
)
CLAIMS = "By the number of its divisions with three leads each, whatever their answers are."
GAPS = (
    "Points by which a role lies above the mean of the roles in the same divisions; shrunken: "
    "drawn towards 0 as far as noise explains it, with its 95% interval."
)
MAP = (
    "For one trust: the mean of each practice, and the standard deviation between divisions "
    "without noise, in points. Low: below the middle of the scale; uneven: above an eighth of the "
    "scale. Not clear: an interval reaches over to another corner."
)
LINE_UP = (
    "The real differences between divisions among 19 sets drawn from noise alone, as differences "
    "from the trust. If the real one does not stand out, chance explains the picture."
)
AGREEMENT = (
    "ICC(1): share of one rater's mean that is the division; ICC(2): the same for the mean of its "
    "raters; C,1 and A,1: one rater with roles crossed, consistency and absolute; below 0 means "
    "less alike than chance. Krippendorff's alpha: at interval level over all practices of all "
    "divisions. Cronbach's alpha: how far the practices measure one thing. Division score: how "
    "surely the overall mean tells one division of a trust from another (E-rho squared)."
)
CORRELATIONS = (
    "Of the raters' means, roles as raters: (1, divisions as a sample of groups; (2, absolute "
    "agreement and (3, consistency with roles crossed; 1) of one rater, otherwise of the mean of "
    "all roles. With their 95% limits and the F test against 0; a dash where roles agree fully, or "
    "differ more than divisions do, so that there is no finite value."
)
WITHIN = (
    "rwg(j): 1 if unanimous, 0 if as different as at random; AD(J): mean distance from the mean, "
    "in points. With three raters and five levels only unanimity differs from chance (p = .04)."
)
