import { create } from 'zustand';

/** What a signature says (21 CFR 11.50); the host knows no other. */
export type SignatureMeaning = 'performed' | 'reviewed' | 'approved' | 'verified';

/** One line of what is signed, as a person reads it: "Background PLT", "3 (limit 10), pass". */
export interface SigningLine {
  readonly label: string;
  readonly value: string;
}

/** What the sheet hands to the call that signs. The password is held nowhere else and is gone when the sheet closes. */
export interface SigningProof {
  readonly password: string;
  readonly meaning: SignatureMeaning;
}

export interface SigningRequest<Result> {
  /** The thing that is signed, in a few words: "Weekly rinse, XN core lab". */
  readonly title: string;
  /** Exactly what is signed. Every value that goes into the record has its line here. */
  readonly lines: readonly SigningLine[];
  /** One meaning, or those the person may choose from. */
  readonly meaning: SignatureMeaning | readonly SignatureMeaning[];
  /**
   * Makes the call that signs. What it throws is shown in the sheet, which stays open with all that was chosen; a wrong
   * password is typed again.
   */
  readonly act: (proof: SigningProof) => Promise<Result>;
}

interface SigningState {
  readonly request: SigningRequest<unknown> | null;
  /** Ends the open request: with what `act` gave, or null when the sheet was closed without signing. */
  readonly settle: (outcome: { readonly result: unknown } | null) => void;
}

const closed: SigningState = { request: null, settle: () => undefined };

export const useSigningState = create<SigningState>()(() => closed);

function sign<Result>(request: SigningRequest<Result>): Promise<{ readonly result: Result } | null> {
  // One sheet at a time: a second request ends the first unsigned.
  useSigningState.getState().settle(null);
  return new Promise((resolve) => {
    useSigningState.setState({
      request,
      settle: (outcome) => {
        useSigningState.setState(closed);
        resolve(outcome as { readonly result: Result } | null);
      },
    });
  });
}

/** Closes the sheet, if there is one, without signing. */
export function closeSigning(): void {
  useSigningState.getState().settle(null);
}

/**
 * Opens the signing sheet over any screen and waits for it (docs/decisions/0050-signing-sheet.md).
 *
 * @example
 * const { sign } = useSigning();
 * const perform = useMutation(useApi().maintenance.perform.mutationOptions());
 * const signed = await sign({ title, lines, meaning: 'performed', act: (proof) => perform.mutateAsync({ ...draft, ...proof }) });
 * if (signed !== null) go(signed.result);
 */
export function useSigning(): { readonly sign: typeof sign } {
  return { sign };
}
