"""What is found when catalogs are held against their sources or against each other, and the forms in which it is said."""
