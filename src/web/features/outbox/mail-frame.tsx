import type { ReactElement } from 'react';

/**
 * A mail as its reader sees it, in a document of its own that runs and loads nothing: its styles are not allowed on our pages.
 * It cannot be measured from here, so it has a height of its own and scrolls inside. `width` in pixels; left out: all there is.
 */
export function MailFrame({
  src,
  title,
  width,
}: {
  readonly src: string;
  readonly title: string;
  readonly width?: number | undefined;
}): ReactElement {
  return (
    <div className="overflow-x-auto rounded-xl border border-line bg-sunken">
      <iframe
        key={src}
        src={src}
        title={title}
        sandbox=""
        referrerPolicy="no-referrer"
        width={width ?? '100%'}
        className="mx-auto block h-[38rem] max-w-full border-0"
      />
    </div>
  );
}
