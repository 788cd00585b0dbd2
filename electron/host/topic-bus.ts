import type { TopicBus } from './context.ts';

/** A bus that lives in this process; a listener that throws does not keep the others from hearing. */
export function createTopicBus(onFault: (error: unknown) => void): TopicBus {
  const listeners = new Set<(topic: string) => void>();
  return {
    announce(...topics) {
      for (const topic of topics) {
        for (const listener of listeners) {
          try {
            listener(topic);
          } catch (error) {
            onFault(error);
          }
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
