import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { LANGUAGES, type Language } from '#kernel/language.ts';
import { LANGUAGE_NAMES } from '#web/lib/language/page-language.ts';
import { SelectField } from '#web/ui/select-field.tsx';
import { MAIL_KIND_WORDS } from '../outbox/mail-words.ts';
import type { MailTemplates } from './mail-preview.query.ts';
import type { MailPreviewSearch } from './mail-preview-search.ts';

/** Which template, in which language, and how it is shown. */
export function MailPreviewChoices({
  templates,
  template,
  language,
  search,
  onChange,
}: {
  readonly templates: MailTemplates;
  readonly template: string;
  readonly language: Language;
  readonly search: MailPreviewSearch;
  readonly onChange: (part: Partial<MailPreviewSearch>) => void;
}): ReactElement {
  const { t } = useLingui();
  const isOnlyOne = (kind: string) => templates.filter((each) => each.kind === kind).length === 1;
  return (
    <div className="mb-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <SelectField
        label={t`Template`}
        choices={templates.map(({ name, kind }) => {
          const word = t(MAIL_KIND_WORDS[kind]);
          return { value: name, label: isOnlyOne(kind) ? word : `${word} (${name})` };
        })}
        value={template}
        onChange={(name) => onChange({ template: name })}
      />
      <SelectField
        label={t`Language`}
        choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={language}
        onChange={(value) => onChange({ language: value })}
      />
      <SelectField
        label={t`Shown as`}
        choices={[
          { value: 'light', label: t`HTML, light` },
          { value: 'dark', label: t`HTML, dark` },
          { value: 'text', label: t`Text` },
        ]}
        value={search.look ?? 'light'}
        onChange={(look) => onChange({ look })}
      />
      <SelectField
        label={t`Width`}
        choices={[
          { value: 'wide', label: t`Wide` },
          { value: 'phone', label: t`Phone` },
        ]}
        value={search.width ?? 'wide'}
        onChange={(width) => onChange({ width })}
        isDisabled={search.look === 'text'}
      />
    </div>
  );
}
