import * as z from 'zod';

/** One schema for each length, however many fields have it: making a schema costs more than checking with it. */
function onceEach<Schema>(make: (max: number) => Schema): (max: number) => Schema {
  const made = new Map<number, Schema>();
  return (max) => {
    const known = made.get(max);
    if (known !== undefined) return known;
    const schema = make(max);
    made.set(max, schema);
    return schema;
  };
}

/** Text of at most `max` UTF-16 units, as it is. */
export const text = onceEach((max) => z.string().max(max));

/** Text of at most `max` UTF-16 units once the white space around it is gone. */
export const trimmedText = onceEach((max) => z.string().trim().max(max));
