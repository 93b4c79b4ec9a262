import { useQueryClient } from '@tanstack/react-query';
import type { Language } from '#kernel/language.ts';
import { changeProfile } from '#web/features/me/change-profile.ts';
import { meQuery } from '#web/features/me/me.query.ts';
import { chooseLanguage } from '#web/lib/language/page-language.ts';

/** Shows the pages in a language from now on; whoever is signed in gets his mails in it too. */
export function useChooseLanguage(): (language: Language) => void {
  const queryClient = useQueryClient();
  return (language) => {
    void chooseLanguage(language);
    const me = queryClient.getQueryData(meQuery.queryKey);
    if (!me || me.user.language === language) return;
    // The page speaks it already; that the mails do not is no reason to interrupt.
    void changeProfile({ language }).then(
      () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
      () => undefined,
    );
  };
}
