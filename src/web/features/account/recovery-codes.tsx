import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { saveText } from '#web/lib/save-text.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';

/** The recovery codes, which nobody will show again. */
export function RecoveryCodes({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}): ReactElement {
  const { t } = useLingui();
  const text = `${codes.join('\n')}\n`;
  return (
    <div className="flex flex-col gap-4">
      <p>
        <Trans>
          Keep these codes where you keep important things, not on your phone. Each signs you in once if the
          phone is lost. They are shown only now.
        </Trans>
      </p>
      <ul
        aria-label={t`Recovery codes`}
        className="figures grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-6 gap-y-1.5 rounded-xl bg-sunken p-4 font-mono"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={text} label={t`Copy the recovery codes`}>
          <Trans>Copy</Trans>
        </CopyButton>
        <Button small onPress={() => saveText('rappen-recovery-codes.txt', text)}>
          <Download aria-hidden className="size-4" />
          <Trans>Save as a file</Trans>
        </Button>
      </div>
      <Button look="primary" className="self-end" onPress={onKept}>
        <Trans>I have kept them</Trans>
      </Button>
    </div>
  );
}
