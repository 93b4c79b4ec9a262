import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { providerName } from '#kernel/provider-name.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { CellView } from './cell-view.tsx';
import { modelCell, providerCell } from './role-cell.ts';
import { ROLE_TEXTS } from './role-texts.ts';
import type { Roles, RoleView } from './roles.query.ts';
import { useRuleChange } from './use-rule-change.tsx';

/** Providers and their models by roles: who may use what, changed by a press. */
export function RoleMatrix({
  roles,
  open,
  onOpen,
}: {
  readonly roles: Roles;
  /** The provider whose models are shown. */
  readonly open: string | undefined;
  readonly onOpen: (provider: string | undefined) => void;
}): ReactElement {
  const { t } = useLingui();
  const change = useRuleChange();
  return (
    <div className="flex flex-col gap-4">
      {change.error && <ProblemBlock error={change.error} />}
      <section
        aria-label={t`Providers by roles`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative overflow-x-auto rounded-lg"
      >
        <table className="w-full border-collapse text-left">
          <thead>
            <tr className="border-line border-b">
              <th scope="col" className={HEAD}>
                <Trans>Provider</Trans>
              </th>
              {roles.roles.map(({ role }) => (
                <th key={role} scope="col" className={HEAD}>
                  {t(ROLE_TEXTS[role].name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {roles.offered.map(({ provider, models }) => (
              <Fragment key={provider}>
                <Row roles={roles.roles} change={change} provider={provider}>
                  <ProviderHead
                    name={providerName(provider)}
                    models={models.length}
                    isOpen={provider === open}
                    onPress={() => onOpen(provider === open ? undefined : provider)}
                  />
                </Row>
                {provider === open &&
                  models.map((model) => (
                    <Row key={model} roles={roles.roles} change={change} provider={provider} model={model}>
                      <span className="block break-words pl-2 text-xs sm:pl-6 sm:text-sm">{model}</span>
                    </Row>
                  ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const HEAD =
  'hyphens-auto break-words px-1 py-2 align-bottom font-medium text-muted text-xs sm:px-3 sm:text-sm';

function Row({
  roles,
  provider,
  model,
  change,
  children,
}: {
  readonly roles: readonly RoleView[];
  readonly provider: string;
  readonly model?: string;
  readonly change: ReturnType<typeof useRuleChange>;
  readonly children: ReactElement;
}): ReactElement {
  const { t } = useLingui();
  const what = model ?? providerName(provider);
  return (
    <tr className={`border-line border-b ${model === undefined ? '' : 'bg-sunken'}`}>
      <th
        scope="row"
        className={`sticky left-0 px-1 py-1.5 align-middle font-normal sm:px-3 ${model === undefined ? 'bg-surface' : 'bg-sunken'}`}
      >
        {children}
      </th>
      {roles.map((view) => {
        const cell = model === undefined ? providerCell(view, provider) : modelCell(view, provider, model);
        const { role } = view;
        const roleName = t(ROLE_TEXTS[role].name);
        const { running } = change;
        return (
          <td key={role} className="px-1 py-1.5 align-middle sm:px-3">
            {cell && (
              <CellView
                cell={cell}
                subject={t`${what} for ${roleName}`}
                isPending={running?.role === role && running.provider === provider && running.model === model}
                onPress={() => change.press({ target: { role, provider, model }, cell })}
              />
            )}
          </td>
        );
      })}
    </tr>
  );
}

function ProviderHead(props: {
  readonly name: string;
  readonly models: number;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}): ReactElement {
  const { name } = props;
  return (
    <>
      <span className="block break-words font-medium">{name}</span>
      <Button
        onPress={props.onPress}
        aria-expanded={props.isOpen}
        className="-ml-1 inline-flex min-h-6 cursor-pointer items-center gap-0.5 whitespace-nowrap rounded pr-1 text-accent text-xs hover:bg-accent-soft sm:text-sm"
      >
        <ChevronRight aria-hidden className={`size-4 shrink-0 ${props.isOpen ? 'rotate-90' : ''}`} />
        <Plural value={props.models} one="# model" other="# models" />
        <span className="sr-only">
          {' – '}
          {name}
        </span>
      </Button>
    </>
  );
}
