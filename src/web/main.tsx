import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './lib/api/query-client.ts';
import { LocaleProvider } from './lib/language/locale-provider.tsx';
import { presentLanguage, showLanguage } from './lib/language/page-language.ts';
import { followDevice } from './lib/theme/theme.ts';
import { createPages } from './router.tsx';
import './styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
followDevice();
await showLanguage(presentLanguage());
const queryClient = createQueryClient();
const router = createPages(queryClient);

createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <LocaleProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </LocaleProvider>
    </I18nProvider>
  </StrictMode>,
);
