import type { HostContext } from '../host/module.ts';

/** State of a module that belongs to one running host: made at first use, gone with the host. */
export function perHost<State>(make: (context: HostContext) => State): (context: HostContext) => State {
  const states = new WeakMap<HostContext, { readonly state: State }>();
  return (context) => {
    const known = states.get(context);
    if (known) return known.state;
    const state = make(context);
    states.set(context, { state });
    return state;
  };
}
