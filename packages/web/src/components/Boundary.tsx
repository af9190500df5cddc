import { Component, type ReactNode } from 'react';
import { PartError } from './ErrorState.tsx';

interface BoundaryProps {
  /** Something else here, and it is tried again. */
  resetOn?: unknown;
  children: ReactNode;
}

/** A part of a page that breaks says so in its own place; the rest of the page stays. */
export class Boundary extends Component<BoundaryProps, { error: unknown; tried: unknown }> {
  override state: { error: unknown; tried: unknown } = { error: undefined, tried: undefined };

  static getDerivedStateFromError = (error: unknown) => ({ error: error ?? new Error('Nothing was said.') });

  static getDerivedStateFromProps(props: BoundaryProps, state: { tried: unknown }) {
    return state.tried === props.resetOn ? null : { error: undefined, tried: props.resetOn };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <PartError error={this.state.error} onRetry={() => this.setState({ error: undefined })} />;
  }
}
