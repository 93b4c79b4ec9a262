import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { problemText } from '#web/lib/api/problem-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { SelectField } from '#web/ui/select-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { nextTimesQuery } from '../calls/automations.query.ts';
import type { Trigger } from '../model/automation-types.ts';
import { cronOf, type Preset, presetOf } from '../model/cron-presets.ts';
import { zonedText } from '../model/zoned-text.ts';
import { useWeekday } from '../trigger-text.tsx';

type Schedule = Extract<Trigger, { kind: 'schedule' }>;
interface ScheduleProps {
  readonly schedule: Schedule;
  readonly change: (schedule: Schedule) => void;
}

const START = '07:00';
const ZONES = ['Europe/Zurich', 'Europe/London', 'America/New_York', 'Asia/Singapore', 'UTC'];

/** When it comes: chosen, or written as cron; and when that is. */
export function ScheduleFields({ schedule, change }: ScheduleProps): ReactElement {
  const { t } = useLingui();
  const preset = presetOf(schedule.cron);
  const set = (changed: Preset) => change({ ...schedule, cron: cronOf(changed) });
  return (
    <>
      <SelectField
        label={<Trans>How often</Trans>}
        choices={[
          { value: 'hourly', label: t`Every hour` },
          { value: 'daily', label: t`Every day` },
          { value: 'weekdays', label: t`Monday to Friday` },
          { value: 'weekly', label: t`Every week` },
          { value: 'monthly', label: t`Every month` },
          { value: 'cron', label: t`As cron says` },
        ]}
        value={preset?.kind ?? 'cron'}
        onChange={(kind) => set(startOf(kind, preset))}
      />
      {preset && <PresetFields preset={preset} change={set} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={<Trans>Cron</Trans>}
          hint={<Trans>Minute, hour, day, month, weekday</Trans>}
          value={schedule.cron}
          maxLength={100}
          onChange={(cron) => change({ ...schedule, cron })}
        />
        <SelectField
          label={<Trans>Time zone</Trans>}
          choices={[...new Set([...ZONES, schedule.timeZone])].map((value) => ({ value, label: value }))}
          value={schedule.timeZone}
          onChange={(timeZone) => change({ ...schedule, timeZone })}
        />
      </div>
      <SelectField
        label={<Trans>If nobody was there at the time</Trans>}
        choices={[
          { value: 'skip', label: t`Wait for the next time` },
          { value: 'once', label: t`Run it once, later` },
        ]}
        value={schedule.ifMissed}
        onChange={(ifMissed) => change({ ...schedule, ifMissed })}
      />
      <NextTimes schedule={schedule} />
    </>
  );
}

/** Another kind begins with what the present one says. `cron`: one that no other says. */
function startOf(kind: Preset['kind'] | 'cron', present: Preset | undefined): Preset {
  const time = present && 'time' in present ? present.time : START;
  if (kind === 'hourly' || kind === 'cron') return { kind: 'hourly', minute: 0 };
  if (kind === 'weekly') return { kind, time, weekday: 1 };
  return kind === 'monthly' ? { kind, time, day: 1 } : { kind, time };
}

function PresetFields({
  preset,
  change,
}: {
  readonly preset: Preset;
  readonly change: (preset: Preset) => void;
}): ReactElement {
  const weekday = useWeekday();
  if (preset.kind === 'hourly')
    return (
      <SelectField
        label={<Trans>Minute</Trans>}
        choices={[0, 15, 30, 45, preset.minute]
          .filter((minute, index, all) => all.indexOf(minute) === index)
          .map((minute) => ({ value: String(minute), label: String(minute).padStart(2, '0') }))}
        value={String(preset.minute)}
        onChange={(minute) => change({ kind: 'hourly', minute: Number(minute) })}
      />
    );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {preset.kind === 'weekly' && (
        <SelectField
          label={<Trans>Day of the week</Trans>}
          choices={[1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), label: weekday(day) }))}
          value={String(preset.weekday)}
          onChange={(day) => change({ ...preset, weekday: Number(day) })}
        />
      )}
      {preset.kind === 'monthly' && (
        <SelectField
          label={<Trans>Day of the month</Trans>}
          choices={Array.from({ length: 28 }, (_, index) => String(index + 1)).map((value) => ({
            value,
            label: `${value}.`,
          }))}
          value={String(preset.day)}
          onChange={(day) => change({ ...preset, day: Number(day) })}
        />
      )}
      <TextField
        label={<Trans>Time of day</Trans>}
        type="time"
        value={preset.time}
        onChange={(time) => time !== '' && change({ ...preset, time })}
      />
    </div>
  );
}

function NextTimes({ schedule: { cron, timeZone } }: Pick<ScheduleProps, 'schedule'>): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const times = useQuery(nextTimesQuery(mandate.id, cron, timeZone));
  return (
    <section aria-label={t`The next five runs`} className="min-h-40 rounded-lg bg-sunken p-3">
      <h3 className="font-medium text-sm">
        <Trans>The next five runs</Trans>
      </h3>
      {times.error && (
        <p role="alert" className="text-bad text-sm">
          {problemText(times.error, t)}
        </p>
      )}
      <ol className="figures mt-1 flex flex-col gap-0.5">
        {times.data?.map((at) => (
          <li key={at}>
            {zonedText(at, timeZone)}
            {timeZone !== 'Europe/Zurich' && (
              <span className="text-muted text-sm">
                {' '}
                <Trans>({timeText(at)} in Zurich)</Trans>
              </span>
            )}
          </li>
        ))}
      </ol>
      <p className="mt-1 text-muted text-sm">{timeZone}</p>
    </section>
  );
}
