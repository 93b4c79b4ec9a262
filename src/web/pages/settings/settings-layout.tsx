import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { SETTINGS_TABS, tabOf } from '#web/features/settings/settings-tabs.ts';
import { TAB_TEXTS } from '#web/features/settings/tab-texts.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { TabLinks } from '#web/ui/tab-links.tsx';

/** The title and the tabs of a mandate's settings; whoever may not see a part is told by which right he could. */
export function SettingsLayout(): ReactElement {
  const { t } = useLingui();
  const { mandate, may } = useActing();
  const tab = useLocation({ select: ({ pathname }) => tabOf(pathname) });
  const tabs = SETTINGS_TABS.filter(({ resource }) => may(resource));
  const part = tab && t(TAB_TEXTS[tab.to]);
  return (
    <>
      <PageHeader
        title={part === undefined ? <Trans>Settings</Trans> : <Trans>Settings: {part}</Trans>}
        lead={<Trans>Of the mandate {mandate.name}</Trans>}
        actions={<CopyLinkButton />}
      />
      {tabs.length > 0 && (
        <TabLinks
          label={t`Parts of the settings`}
          tabs={tabs.map(({ to }) => ({ to, label: t(TAB_TEXTS[to]), exact: to === '/billing/settings' }))}
        />
      )}
      {tab === undefined || may(tab.resource) ? (
        // Another mandate is another page: nothing that was typed for one is sent to the other.
        <Outlet key={mandate.id} />
      ) : (
        <NoPermissionBlock resource={tab.resource} />
      )}
    </>
  );
}
