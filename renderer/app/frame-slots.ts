import { createContext, useContext } from 'react';

/** Places of the frame that a screen fills: the heading in the top line and the action bar at the bottom. */
export interface FrameSlots {
  readonly heading: HTMLElement | null;
  readonly actionBar: HTMLElement | null;
}

export const FrameSlotsContext = createContext<FrameSlots>({ heading: null, actionBar: null });

export const useFrameSlots = (): FrameSlots => useContext(FrameSlotsContext);
