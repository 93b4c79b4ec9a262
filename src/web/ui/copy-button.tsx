import { useLingui } from '@lingui/react/macro';
import { Check, Copy, Link2 } from 'lucide-react';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { copyText } from '#web/lib/copy-text.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

const SHOWN_MS = 2_500;

/** Copies a text and says so. Without `children` it is only a sign, whose label is `label`. */
export function CopyButton({
  text,
  label,
  children,
  small = true,
}: {
  readonly text: string | (() => string);
  /** What is copied: "Copy the key". */
  readonly label: string;
  readonly children?: ReactNode;
  readonly small?: boolean;
}): ReactElement {
  const { t } = useLingui();
  const { outcome, copy } = useCopying(text);
  const Icon = outcome === 'copied' ? Check : Copy;
  const said = outcome === 'copied' ? t`Copied` : outcome === 'refused' ? t`Could not be copied` : '';
  return (
    <>
      {children === undefined ? (
        <IconButton icon={Icon} label={said === '' ? label : said} onPress={copy} />
      ) : (
        <Button small={small} aria-label={label} onPress={copy}>
          <Icon aria-hidden className="size-4" />
          {said === '' ? children : said}
        </Button>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

/** Copies the address of what is shown, filters and mandate included. */
export function CopyLinkButton(): ReactElement {
  const { t } = useLingui();
  const { outcome, copy } = useCopying(() => location.href);
  const label =
    outcome === 'copied' ? t`Link copied` : outcome === 'refused' ? t`Could not be copied` : t`Copy link`;
  return (
    <>
      <IconButton icon={outcome === 'copied' ? Check : Link2} label={label} onPress={copy} />
      <span role="status" className="sr-only">
        {outcome !== undefined && label}
      </span>
    </>
  );
}

function useCopying(text: string | (() => string)) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    const copying = copyText(typeof text === 'string' ? text : text());
    void copying.then((isCopied) => setOutcome(isCopied ? 'copied' : 'refused'));
  };
  return { outcome, copy };
}
