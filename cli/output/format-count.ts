/** A whole number with its thousands set apart: `1,234,567`. Intl would cost 3 ms at the first use. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
