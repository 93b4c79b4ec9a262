/** Schedules that people choose without writing cron. */
export type Preset =
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'weekdays'; readonly time: string }
  | { readonly kind: 'weekly'; readonly time: string; readonly weekday: number }
  | { readonly kind: 'monthly'; readonly time: string; readonly day: number }
  | { readonly kind: 'hourly'; readonly minute: number };

/** Minute, hour, day of month, month, day of week. */
export function cronOf(preset: Preset): string {
  if (preset.kind === 'hourly') return `${preset.minute} * * * *`;
  const [hour = 0, minute = 0] = preset.time.split(':').map(Number);
  const at = `${minute} ${hour}`;
  if (preset.kind === 'daily') return `${at} * * *`;
  if (preset.kind === 'weekdays') return `${at} * * 1-5`;
  return preset.kind === 'weekly' ? `${at} * * ${preset.weekday}` : `${at} ${preset.day} * *`;
}

/** Undefined: it is more than a preset says. */
export function presetOf(cron: string): Preset | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/);
  if (more.length > 0 || month !== '*' || !isNumber(minute, 59)) return undefined;
  if (hour === '*')
    return day === '*' && weekday === '*' ? { kind: 'hourly', minute: Number(minute) } : undefined;
  if (!isNumber(hour, 23)) return undefined;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return { kind: 'daily', time };
  if (day === '*' && weekday === '1-5') return { kind: 'weekdays', time };
  if (day === '*' && isNumber(weekday, 6)) return { kind: 'weekly', time, weekday: Number(weekday) };
  if (weekday === '*' && isNumber(day, 28) && day !== '0') return { kind: 'monthly', time, day: Number(day) };
  return undefined;
}

function isNumber(text: string, most: number): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) <= most;
}
