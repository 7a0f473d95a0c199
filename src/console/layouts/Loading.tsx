import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Nothing for 300 ms, then the shape of what is coming. */
export function Loading({ rows = 6, height = 20 }: { readonly rows?: number; readonly height?: number }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setIsLate(true), 300);
    return () => window.clearTimeout(timer);
  }, []);
  if (!isLate) return <div aria-busy />;
  return (
    <Stack gap={16} aria-busy>
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} animate={false} width={index % 3 === 2 ? '70%' : '100%'} />
      ))}
    </Stack>
  );
}
