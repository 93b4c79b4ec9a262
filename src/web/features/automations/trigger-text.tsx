import { useLingui } from '@lingui/react/macro';
import type { Trigger } from './model/automation-types.ts';
import { presetOf } from './model/cron-presets.ts';

/** When an automation runs, in a few words. */
export function useTriggerText(): (trigger: Trigger) => string {
  const { t } = useLingui();
  const weekday = useWeekday();
  return (trigger) => {
    if (trigger.kind === 'manual') return t`by hand`;
    if (trigger.kind === 'webhook') return t`by webhook`;
    const preset = presetOf(trigger.cron);
    if (!preset) return trigger.cron;
    if (preset.kind === 'hourly') {
      const minute = String(preset.minute).padStart(2, '0');
      return t`every hour, at minute ${minute}`;
    }
    const { time } = preset;
    if (preset.kind === 'daily') return t`every day at ${time}`;
    if (preset.kind === 'weekdays') return t`Monday to Friday at ${time}`;
    if (preset.kind === 'weekly') {
      const day = weekday(preset.weekday);
      return t`${day} at ${time}`;
    }
    const { day } = preset;
    return t`on day ${day} of each month at ${time}`;
  };
}

/** `0` is Sunday, as in cron; by the language of the page. */
export function useWeekday(): (weekday: number) => string {
  const { i18n } = useLingui();
  const format = new Intl.DateTimeFormat(i18n.locale, { weekday: 'long', timeZone: 'UTC' });
  // 4 January 1970 was a Sunday.
  return (weekday) => format.format(new Date(Date.UTC(1970, 0, 4 + weekday)));
}
