import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { useActing } from '../me/use-acting.ts';
import { ROLE_TEXTS } from '../roles/role-texts.ts';
import { type RoleName, rolesQuery } from '../roles/roles.query.ts';

/** One of the roles that the mandate has, each with what it means. */
export function RoleChoice({
  value,
  onChange,
  error,
}: {
  readonly value: RoleName;
  readonly onChange: (role: RoleName) => void;
  readonly error?: string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const roles = useQuery(rolesQuery(mandate.id));
  if (roles.data)
    return (
      <SelectField
        label={<Trans>Role</Trans>}
        choices={roles.data.roles.map(({ role }) => ({
          value: role,
          label: t(ROLE_TEXTS[role].name),
          hint: t(ROLE_TEXTS[role].meaning),
        }))}
        value={value}
        onChange={onChange}
        error={error}
      />
    );
  if (roles.error) return <ProblemBlock error={roles.error} retry={() => void roles.refetch()} />;
  return <Skeleton className="h-21 w-full" />;
}
