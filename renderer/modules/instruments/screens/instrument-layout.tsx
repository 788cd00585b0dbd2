import { Outlet } from '@tanstack/react-router';

export function InstrumentLayout() {
  return <Outlet />;
}
