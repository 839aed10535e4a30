const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** How much room something takes, in the largest unit that says it, as the person's language writes it. */
export function sizeText(bytes: number, language: string): string {
  const power = Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = units[Math.min(power, units.length - 1)] ?? 'byte';
  const size = bytes / 1000 ** units.indexOf(unit);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'byte' ? 0 : 1,
  }).format(size);
}
