import { type SignatureMeaning, type SigningLine, useSigning } from './signing.ts';
import { useNeedsPassword } from './use-needs-password.ts';

/** What the host is told of a signature: the password, or null where none is asked for. */
type Signing = { readonly password: string; readonly statement: string } | null;

interface SignedAct<Result> {
  readonly needsSignature: boolean;
  /** The thing that is signed, and exactly what of it (decision 50). */
  readonly title: string;
  readonly lines: readonly SigningLine[];
  readonly meaning: SignatureMeaning;
  readonly act: (signing: Signing) => Promise<Result>;
}

/**
 * Makes a call that is signed where the work asks for it: through the signing sheet, or at once. Null when the sheet was
 * closed without signing.
 */
export function useSignedAct() {
  const { sign } = useSigning();
  const needsPassword = useNeedsPassword();
  return async <Result>(of: SignedAct<Result>): Promise<{ readonly result: Result } | null> => {
    const { needsSignature, act, ...request } = of;
    return needsPassword(needsSignature)
      ? sign({ ...request, act: ({ password }) => act({ password, statement: '' }) })
      : { result: await act(null) };
  };
}
