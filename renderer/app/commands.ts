import { useEffect } from 'react';
import { create } from 'zustand';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Small text beside it: a serial number, a key. */
  readonly detail?: string;
  readonly run: () => void;
}

interface CommandState {
  readonly bySource: ReadonlyMap<string, readonly Command[]>;
}

export const useCommandState = create<CommandState>()(() => ({ bySource: new Map() }));

/**
 * Offers commands in the palette (Ctrl+K) while the component is mounted. `source` names the giver; `key` changes when
 * the commands do.
 */
export function useCommands(source: string, commands: readonly Command[], key: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the commands
  useEffect(() => {
    useCommandState.setState(({ bySource }) => ({ bySource: new Map(bySource).set(source, commands) }));
    return () =>
      useCommandState.setState(({ bySource }) => {
        const rest = new Map(bySource);
        rest.delete(source);
        return { bySource: rest };
      });
  }, [source, key]);
}
