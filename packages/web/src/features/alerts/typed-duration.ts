const UNITS = [
  { name: 'd', seconds: 86_400, also: ['天'] },
  { name: 'h', seconds: 3600, also: ['小时'] },
  { name: 'min', seconds: 60, also: ['m', '', '分', '分钟'] },
  { name: 's', seconds: 1, also: ['sec', '秒'] },
] as const;

/** A duration in seconds as one types it, in its largest whole unit: `15 min`. */
export function writtenDuration(seconds: number): string {
  const unit = UNITS.find((each) => seconds > 0 && seconds % each.seconds === 0);
  return unit ? `${seconds / unit.seconds} ${unit.name}` : '0 min';
}

/** The seconds of a duration as typed, minutes where no unit is named; NaN for what is none. */
export function readDuration(typed: string): number {
  const [, count, name = ''] = /^\s*(\d{1,7})\s*(\D*?)\s*$/.exec(typed.toLowerCase()) ?? [];
  const unit = UNITS.find((each) => each.name === name || each.also.some((other) => other === name));
  return count === undefined || unit === undefined ? Number.NaN : Number(count) * unit.seconds;
}
