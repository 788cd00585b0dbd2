/** What the screens of `<<kebab>>` say. Keys are stable, sentences are not. */
export const <<camel>>Words = {
  title: '<<Title>>',
  empty: 'Nothing yet.',
} as const;
