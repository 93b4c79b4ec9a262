/** When a mandate that has set no warning is warned: under so much, or less than so many days. */
export const DEFAULT_WARNING_CHF = '10.00';
export const DEFAULT_WARNING_DAYS = 7;
