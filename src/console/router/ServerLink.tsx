import { Anchor, Button, type ButtonProps } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { useTeam } from '../api/team.tsx';

/** An address the server wrote: whole (`/t/riverside/…`), or below the team (`/contacts/…`). */
export function useServerAddress(link: string): {
  readonly href: string;
  readonly onClick: (event: MouseEvent) => void;
} {
  const { slug } = useTeam();
  const router = useRouter();
  const below = link.startsWith('/') ? link : `/${link}`;
  const href = below.startsWith('/t/') ? below : `/t/${slug}${below}`;
  return {
    href,
    onClick: (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.history.push(href);
    },
  };
}

export function ServerLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return <Anchor fz="inherit" {...useServerAddress(href)}>{children}</Anchor>;
}

export function ServerButton({
  href,
  children,
  ...rest
}: ButtonProps & { readonly href: string; readonly children: ReactNode; readonly 'aria-label'?: string }) {
  return (
    <Button component="a" {...useServerAddress(href)} {...rest}>
      {children}
    </Button>
  );
}
