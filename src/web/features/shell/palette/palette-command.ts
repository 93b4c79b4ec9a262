import type { LucideIcon } from 'lucide-react';

export interface PaletteCommand {
  readonly id: string;
  readonly text: string;
  readonly hint?: string | undefined;
  readonly icon: LucideIcon;
  readonly act: () => void;
}

export interface PaletteGroup {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly PaletteCommand[];
}
