import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { LANGUAGES, type Language } from '#kernel/language.ts';
import { changeProfile } from '#web/features/me/change-profile.ts';
import { useMe } from '#web/features/me/use-me.ts';
import { useRefreshMe } from '#web/features/me/use-refresh-me.ts';
import { fieldOf } from '#web/lib/forms/field-of.ts';
import { chooseLanguage, LANGUAGE_NAMES, presentLanguage } from '#web/lib/language/page-language.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { TextField } from '#web/ui/text-field.tsx';

const MOST_CHARACTERS = 200;

interface Profile {
  readonly name: string;
  readonly language: Language;
}

/** Name and language: of the pages in this browser, and of the mails everywhere. */
export function ProfilePanel(): ReactElement {
  const { t } = useLingui();
  const { user } = useMe();
  const refreshMe = useRefreshMe();
  const form = useForm<Profile>({
    defaultValues: { name: user.name ?? '', language: user.language ?? presentLanguage() },
  });
  // These pages may speak another language than the mails: they change only with what was chosen here.
  const isLanguageChosen = form.formState.dirtyFields.language === true;
  const change = useMutation({
    mutationFn: ({ name, language }: Profile) =>
      changeProfile({ name: name.trim(), ...(isLanguageChosen && { language }) }),
    onSuccess: async (_answer, values) => {
      if (isLanguageChosen) await chooseLanguage(values.language);
      form.reset(values);
      await refreshMe();
      notify(t`Saved.`);
    },
  });
  return (
    <Panel title={<Trans>Name and language</Trans>}>
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => change.mutate(values))}
        className="flex max-w-sm flex-col gap-4"
      >
        <Controller
          control={form.control}
          name="name"
          rules={{ validate: (name) => name.trim() !== '' || t`Enter a name.` }}
          render={({ field, fieldState }) => (
            <TextField
              {...fieldOf(field)}
              label={<Trans>Name</Trans>}
              autoComplete="name"
              maxLength={MOST_CHARACTERS}
              error={fieldState.error?.message}
            />
          )}
        />
        <Controller
          control={form.control}
          name="language"
          render={({ field }) => (
            <SelectField
              label={<Trans>Language</Trans>}
              hint={<Trans>Of the mails to you. These pages change to it, too.</Trans>}
              choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
        {change.error && <ProblemBlock error={change.error} />}
        <Button type="submit" look="primary" className="self-start" isPending={change.isPending}>
          <Trans>Save</Trans>
        </Button>
      </form>
    </Panel>
  );
}
