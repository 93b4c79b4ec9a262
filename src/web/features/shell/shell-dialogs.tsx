import {
  createContext,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { isPaletteShortcut } from './shortcut-keys.ts';

const CommandPalette = lazy(async () => ({
  default: (await import('./palette/command-palette.tsx')).CommandPalette,
}));
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
}));
const NavigationDrawer = lazy(async () => ({
  default: (await import('./navigation-drawer.tsx')).NavigationDrawer,
}));

const DIALOGS = {
  palette: CommandPalette,
  shortcuts: ShortcutsDialog,
  navigation: NavigationDrawer,
} as const;
type ShellDialog = keyof typeof DIALOGS;

interface ShellDialogsValue {
  readonly open: (dialog: ShellDialog) => void;
}

const Context = createContext<ShellDialogsValue>({ open: () => undefined });

export function useShellDialogs(): ShellDialogsValue {
  return useContext(Context);
}

/** The dialogs of the frame, each loaded when it is first opened. Ctrl-K (on a Mac Cmd-K) opens the palette anywhere. */
export function ShellDialogs({ children }: { readonly children: ReactNode }): ReactElement {
  const [shown, setShown] = useState<ShellDialog>();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isPaletteShortcut(event)) return;
      event.preventDefault();
      setShown((before) => (before === 'palette' ? undefined : 'palette'));
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const value = useMemo(() => ({ open: setShown }), []);
  const Dialog = shown && DIALOGS[shown];
  return (
    <Context value={value}>
      {children}
      <Suspense>{Dialog && <Dialog onClose={() => setShown(undefined)} onOpen={setShown} />}</Suspense>
    </Context>
  );
}

export interface ShellDialogProps {
  readonly onClose: () => void;
  /** Opens another in its place. */
  readonly onOpen: (dialog: ShellDialog) => void;
}
