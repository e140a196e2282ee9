"""The shipped holiday table for pure tests: read from the file, no database."""

from foundation.calendar import HolidayTable
from foundation.holiday_file import SHIPPED_TABLE, read_holiday_file

TABLE: HolidayTable = read_holiday_file(SHIPPED_TABLE).as_table(version=1)
