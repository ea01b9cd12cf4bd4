"""What spark-submit is given: it takes a file, not a module."""

import sys

from quarry_spark.driver import main

sys.exit(main())
