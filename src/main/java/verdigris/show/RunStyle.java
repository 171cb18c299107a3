package verdigris.show;

/** The style of the page about a run. */
final class RunStyle {
  static final String CSS =
      """
      :root { --soft: #8881; --held: #bf8700; --h0: #0969da; --h1: #1a7f37; --h2: #8250df; --h3: #bc4c00; --h4: #0e7490; --h5: #bf3989; --none: #6e7781; --inside: #fff; }
      @media (prefers-color-scheme: dark) { :root { --held: #d29922; --h0: #4493f8; --h1: #3fb950; --h2: #ab7df8; --h3: #f0883e; --h4: #39c5cf; --h5: #f778ba; --none: #9198a1; --inside: #0d1117; } }
      header { border-bottom: 1px solid var(--line); padding-bottom: 1rem; }
      h1 { margin-bottom: .4rem; overflow-wrap: anywhere; }
      .verdict { font-size: 1.1rem; margin: .2rem 0 1rem; }
      .badge { display: inline-block; border-radius: 1rem; padding: 0 .7rem; font-weight: bold; color: #fff; background: var(--none); }
      .badge.good { background: #1a7f37; } .badge.bad { background: #cf222e; } .badge.warn { background: #9a6700; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
      dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
      code, pre { font: .85rem/1.45 ui-monospace, monospace; }
      .numbers { display: flex; flex-wrap: wrap; gap: 1rem; }
      .numbers > div { flex: 1 1 12rem; border: 1px solid var(--line); border-radius: .5rem; padding: .7rem 1rem; }
      .numbers .big { font-size: 1.7rem; font-weight: bold; display: block; font-variant-numeric: tabular-nums; }
      .drawing { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem; }
      .drawing svg { display: block; width: 100%; min-width: 46rem; height: auto; font: 12px system-ui, sans-serif; }
      .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .4rem 0; padding: 0; list-style: none; font-size: .9rem; }
      .legend svg { width: .8rem; height: .8rem; margin-right: .4rem; vertical-align: -.05rem; overflow: visible; }
      svg text { fill: currentColor; } .tick { opacity: .75; font-variant-numeric: tabular-nums; } .word { opacity: .85; font-size: 11px; } svg .inside { fill: var(--inside); opacity: 1; font-weight: 600; }
      .grid { stroke: var(--line); stroke-width: .6; }
      .outage-band { fill: var(--held); fill-opacity: .16; stroke: var(--held); stroke-opacity: .5; stroke-dasharray: 4 3; }
      .held { fill: var(--held); } .gap { fill: none; stroke: var(--held); stroke-width: 2; }
      .h0 { fill: var(--h0); } .h1 { fill: var(--h1); } .h2 { fill: var(--h2); } .h3 { fill: var(--h3); } .h4 { fill: var(--h4); } .h5 { fill: var(--h5); } .h-none { fill: var(--none); }
      .back { fill-opacity: .45; stroke: currentColor; stroke-dasharray: 3 2; }
      .failed { stroke: var(--bad); stroke-width: 3; } svg .failed-word { fill: var(--bad); font-weight: bold; opacity: 1; }
      .open { fill-opacity: .35; stroke: currentColor; stroke-dasharray: 2 3; }
      .turn { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 6 3; } svg .turn-word { fill: var(--bad); font-size: 11px; }
      .s0 { stroke: var(--h0); fill: var(--h0); } .s1 { stroke: var(--h3); fill: var(--h3); } .s2 { stroke: var(--h2); fill: var(--h2); } .s3 { stroke: var(--h4); fill: var(--h4); }
      .lag-line { stroke-width: 2; } .across { stroke-dasharray: 2 4; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); } .scroll { overflow-x: auto; }
      ol.run { list-style: none; padding: 0; } ol.run > li { border-top: 1px solid var(--line); padding: .45rem 0; }
      ol.run summary > span { margin-right: .8rem; } .step-title { font-weight: 600; } .quiet { opacity: .75; font-size: .9rem; } .quiet span { margin-right: .8rem; }
      .good-word { color: var(--good); } .held-word { color: var(--warn); font-weight: bold; }
      .actions { list-style: none; padding: 0 0 0 1rem; border-left: 3px solid var(--line); margin: .5rem 0; } .actions > li { margin-bottom: .8rem; }
      pre { margin: .25rem 0; background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; } .output { border-left: 3px solid var(--none); }
      .problem { border: 1px solid var(--bad); border-left-width: .4rem; border-radius: .4rem; padding: .5rem 1rem; margin: .6rem 0; overflow-wrap: anywhere; }
      .facts { font: .9rem/1.6 ui-monospace, monospace; padding-left: 1.2rem; overflow-wrap: anywhere; }
      footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem; font-size: .8rem; opacity: .8; overflow-wrap: anywhere; }
      @media (max-width: 40rem) { body { margin: 1rem auto; } dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; } }
      @media print { body { max-width: none; margin: 0; font-size: 11pt; } .drawing svg { min-width: 0; } .drawing, .numbers > div, .problem { break-inside: avoid; } .badge, rect, path { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
      """;

  private RunStyle() {}
}
