import { useRef } from 'react';
import { Button, type ButtonLook } from './button.tsx';

interface ChooseFileProps {
  /** What the button says. */
  readonly label: string;
  readonly look?: ButtonLook;
  readonly isPending?: boolean;
  readonly onRead: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** A button that reads one small `.benchside` file whole. */
export function ChooseFile({ label, look = 'secondary', isPending = false, onRead }: ChooseFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (picked: File | undefined) => {
    if (picked === undefined) return;
    onRead(new Uint8Array(await picked.arrayBuffer()));
    // The same file chosen again is a choice too.
    if (input.current !== null) input.current.value = '';
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".benchside"
        hidden
        aria-label={label}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <Button look={look} icon="file" isPending={isPending} onPress={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
