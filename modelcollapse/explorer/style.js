// The look, light and dark; lengths that text decides are in rem, so that it may grow.
export const CSS = `
.mc{--mc-ink:#1f2328;--mc-dim:#57606a;--mc-grid:#dfe4e9;--mc-faint:#8a949f;--mc-run:#0b63b5;--mc-theory:#b3470a;--mc-theory2:#7a3db8;--mc-third:#1f995c;--mc-fourth:#7a1250;--mc-edge:#8c959f;--mc-invert:0;
 color:var(--mc-ink);font-size:15px;line-height:1.4;margin:1.2rem 0;text-align:left;border:1px solid var(--mc-grid);border-radius:.6rem;container-type:inline-size;contain:content}
.mc-in{padding:1.1rem 1.3rem .9rem}
:is(html[data-theme=dark],html[theme=dark],body[data-jp-theme-light=false],body.vscode-dark) .mc{--mc-ink:#e6e9ee;--mc-dim:#a9b4c0;--mc-grid:#30373f;--mc-faint:#5f6b78;--mc-run:#6cb6ff;--mc-theory:#ffa657;--mc-theory2:#d2a8ff;--mc-third:#1f9a5f;--mc-fourth:#e05ab5;--mc-edge:#7d8894;--mc-invert:1}
.mc *{box-sizing:border-box}
.mc-controls{display:flex;flex-wrap:wrap;gap:.6rem 1.4rem;align-items:end;margin-bottom:1.2rem}
.mc-control{flex:1 1 8.5rem;display:grid;grid-template-columns:1fr auto;align-items:baseline}
.mc-control label{color:var(--mc-dim);margin:0}.mc-control i{font-family:serif;font-size:1.1em}
.mc-menu{flex-basis:12rem}.mc-control label,.mc-control b{white-space:nowrap}.mc-control b{text-align:right}.mc-control b{font-weight:600;font-variant-numeric:tabular-nums}
.mc-control input,.mc-control select{grid-column:1/-1;width:100%;margin:.25rem 0 0}
.mc-control input{accent-color:var(--mc-run);height:1.5rem;cursor:pointer}
.mc select,.mc button{font:inherit;color:inherit;background:transparent;border:1px solid var(--mc-edge);border-radius:.4rem;padding:.3rem .8rem;min-height:2.2rem}
.mc option{color:#1f2328;background:#fff}
.mc button{cursor:pointer;display:inline-flex;align-items:center;gap:.45rem}
.mc button:hover{border-color:var(--mc-run);color:var(--mc-run)}
.mc :focus-visible{outline:2px solid var(--mc-run);outline-offset:2px;border-radius:.3rem}
.mc-buttons{display:flex;align-items:center;gap:.6rem}.mc-buttons>span{color:var(--mc-dim);white-space:nowrap;min-width:5.2rem;font-variant-numeric:tabular-nums}
.mc-panels{display:flex;flex-wrap:wrap;gap:1.2rem 1.6rem}
.mc .mc-panels figure{flex:1 1 13rem;min-width:0;margin:0;padding:0;display:flex;flex-direction:column}.mc .mc-panels figure.mc-wide{flex:1.6 1 18rem}
.mc .mc-panels figcaption{font-weight:600;font-size:inherit;color:inherit;text-align:left;margin:0 0 .3rem;padding:0}
.mc .mc-panels figure.mc-whole{flex-basis:100%}
.mc-text{position:relative;contain:layout style}.mc .mc-text p{margin:0 0 .6rem;color:inherit;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}.mc-text b{color:var(--mc-run)}.mc-trial{position:absolute;width:100%;visibility:hidden}
.mc .mc-panels figure.mc-square{flex:1.6 1 18rem;max-width:34rem}.mc .mc-draw{display:block;width:100%;height:16rem;contain:strict}.mc .mc-square .mc-draw{height:20rem}.mc button svg{width:.8rem;height:.8rem;fill:currentColor}
.mc canvas{display:block;image-rendering:pixelated;filter:invert(var(--mc-invert))}.mc figure text{fill:var(--mc-dim);font-size:12.5px;font-variant-numeric:tabular-nums}
.mc-legend{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;color:var(--mc-dim);font-size:.87rem;margin-top:.5rem}
.mc-legend span{display:inline-flex;align-items:center;gap:.4rem}
.mc-legend i{width:1.6rem;border-top:2.5px solid var(--mc-run)}.mc-legend i.mc-k-faint{border-top:1px solid var(--mc-faint)}
.mc-legend i.mc-k-bar{border-top:.8rem solid var(--mc-run);width:.8rem;opacity:.75}
.mc-legend i.mc-k-theory{border-top:2px dashed var(--mc-theory)}.mc-legend i.mc-k-theory2{border-top:2px dashed var(--mc-theory2)}.mc-legend i.mc-k-zero{border-top:2px dashed var(--mc-dim)}
.mc-legend i.mc-k-points{width:.4rem;border:.2rem solid var(--mc-faint);border-radius:50%}.mc-legend i:is(.mc-k-c1,.mc-k-c2,.mc-k-c3,.mc-k-c4){border:0;width:auto;font-style:normal}
.mc-k-c1::before{content:"●" / ""}.mc-k-c2::before{content:"■" / ""}.mc-k-c3::before{content:"▲" / ""}.mc-k-c4::before{content:"◆" / ""}
.mc-line{fill:none;stroke-linejoin:round}.mc-run{stroke:var(--mc-run);stroke-width:2.4}.mc-ahead{stroke-width:1.6;stroke-opacity:.68}.mc-faint{stroke:var(--mc-faint);stroke-width:.8}
.mc-theory{stroke:var(--mc-theory);stroke-width:2;stroke-dasharray:7 4}.mc-zero{stroke:var(--mc-dim);stroke-width:1.6;stroke-dasharray:4 3}
.mc-two{stroke:var(--mc-theory2);stroke-dasharray:3 3}.mc-gridline{stroke:var(--mc-grid)}.mc-cursor{stroke:var(--mc-dim)}.mc-dot{fill:var(--mc-run)}.mc-dot-theory{fill:var(--mc-theory)}.mc-dot-two{fill:var(--mc-theory2)}
.mc-bar{fill:var(--mc-run);fill-opacity:.75}.mc-solid{stroke-dasharray:none;stroke-width:3}.mc-fill{fill:var(--mc-run);fill-opacity:.16}.mc-points{fill:none;stroke:var(--mc-faint);stroke-width:3;stroke-linecap:round}
:is(.mc-c1,.mc-k-c1){color:var(--mc-run)}:is(.mc-c2,.mc-k-c2){color:var(--mc-theory)}:is(.mc-c3,.mc-k-c3){color:var(--mc-third)}:is(.mc-c4,.mc-k-c4){color:var(--mc-fourth)}
.mc-ellipse{fill:currentColor;fill-opacity:.1;stroke:currentColor;stroke-width:2.2}.mc-mark{fill:currentColor}.mc-drag{cursor:ew-resize;touch-action:pan-y}
.mc .mc-in .mc-read{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:.9rem 0 0;padding:.6rem 0 0;border-top:1px solid var(--mc-grid)}
.mc-read>div{min-width:7.5rem}.mc .mc-in .mc-read dt,.mc .mc-in .mc-read dd{float:none;width:auto;margin:0;padding:0;font-variant-numeric:tabular-nums}
.mc .mc-in .mc-read dt{font-weight:400;color:var(--mc-dim);font-size:.87rem}.mc .mc-in .mc-read dd{contain:size layout;height:1.4em;white-space:nowrap;font-size:1.15rem;font-weight:600;color:var(--mc-run)}
.mc .mc-in .mc-read .mc-theory dd{color:var(--mc-theory)}.mc .mc-in .mc-read .mc-theory2 dd{color:var(--mc-theory2)}.mc .mc-foot{color:var(--mc-dim);font-size:.87rem;line-height:1.4;margin:.5rem 0 0}
.mc-wait .mc-panels,.mc-wait .mc-read{opacity:.45}
.mc-say{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@container (max-width:34rem){.mc .mc-panels figure,.mc .mc-panels figure:is(.mc-wide,.mc-square){flex:1 1 100%}.mc svg.mc-draw{height:14rem}.mc .mc-square svg.mc-draw{height:18rem}.mc-in{padding:.8rem .8rem .7rem}.mc-control{flex:1 1 100%}.mc-control label{white-space:normal}}
@media print{.mc-controls{display:none}}`;
