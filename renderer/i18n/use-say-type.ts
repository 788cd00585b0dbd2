import { useSay } from './say.ts';

/** The name of a kind of record; one that has none here (a newer version wrote it) is called as it is. */
export function useSayType(): (type: string) => string {
  const say = useSay();
  return (type) => {
    const key = `records.type.${type}`;
    const words = say(key);
    return words === key ? type : words;
  };
}
