import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ScrollBox } from '#web/ui/scroll-box.tsx';
import { type ApiChat, curlExample, KEY_PLACEHOLDER, typescriptExample } from './model/api-example.ts';

/** The same request for a program, to copy. */
export function ApiCallDialog({
  chat,
  onClose,
}: {
  readonly chat: ApiChat;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { origin } = window.location;
  return (
    <DialogFrame title={<Trans>The same as an API call</Trans>} isOpen wide onClose={onClose}>
      <div className="flex flex-col gap-5">
        <p className="text-muted">
          <Trans>
            In the format of OpenAI, for every model. Put an API key of yours in the place of{' '}
            <code className="break-all">{KEY_PLACEHOLDER}</code>; what is called with it is charged to the
            mandate.
          </Trans>{' '}
          <Link to="/account/api-keys" className="text-accent underline underline-offset-2">
            <Trans>My API keys</Trans>
          </Link>
        </p>
        <Example title="curl" copy={t`Copy for curl`} text={curlExample(origin, chat)} />
        <Example title="TypeScript" copy={t`Copy for TypeScript`} text={typescriptExample(origin, chat)} />
      </div>
    </DialogFrame>
  );
}

function Example(props: {
  readonly title: string;
  readonly copy: string;
  readonly text: string;
}): ReactElement {
  return (
    <section>
      <div className="mb-1 flex items-center justify-between">
        <h3 className="font-medium">{props.title}</h3>
        <CopyButton text={props.text} label={props.copy} />
      </div>
      <ScrollBox
        label={props.title}
        className="max-h-72 overflow-x-auto rounded-xl border border-line bg-sunken p-3"
      >
        <pre className="font-mono text-sm">{props.text}</pre>
      </ScrollBox>
    </section>
  );
}
