import { useQueryClient } from '@tanstack/react-query';
import type { Language } from '#kernel/language.ts';
import { meQuery } from '#web/features/me/me.query.ts';
import { chooseLanguage } from '#web/lib/language/page-language.ts';

/** Shows the pages in a language from now on; whoever is signed in gets his mails in it too. */
export function useChooseLanguage(): (language: Language) => void {
  const queryClient = useQueryClient();
  return (language) => {
    void chooseLanguage(language);
    if (queryClient.getQueryData(meQuery.queryKey)) return;
  };
}
