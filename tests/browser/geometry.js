// What axe does not see: text beyond the edge, text cut off, text over other text, text too small.
(least) => {
  const seen = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide)
    seen.push(`the page is ${document.documentElement.scrollWidth} wide and the window ${wide}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = [];
  const scrolls = (element) => {
    for (; element; element = element.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(element).overflowX)) return true;
    return false;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ contentVisibilityAuto: true })) continue;
    const style = getComputedStyle(parent);
    if (parent.closest(".hide, .skip, thead") && style.clipPath + getComputedStyle(parent.closest(".hide, .skip, thead")).clipPath !== "nonenone") continue;
    if (parent.closest(".skip")) continue;
    if (parseFloat(style.fontSize) < least) seen.push(`small: ${node.data.trim().slice(0, 40)} ${style.fontSize}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      if (!scrolls(parent) && (box.right > wide + 1 || box.left < -1))
        seen.push(`beyond the edge: ${node.data.trim().slice(0, 40)}`);
      const picture = parent.closest("svg")?.getBoundingClientRect();
      if (picture && (box.left < picture.left - 1 || box.right > picture.right + 1))
        seen.push(`out of its picture: ${node.data.trim().slice(0, 40)}`);
      const cell = parent.closest("td, th, .card, .tag, dd");
      if (cell && box.right > cell.getBoundingClientRect().right + 1)
        seen.push(`out of its box: ${node.data.trim().slice(0, 40)}`);
      boxes.push([box.top + 2, box.bottom - 2, box.left + 1, box.right - 1, node.data.trim().slice(0, 40)]);
    }
  }
  boxes.sort((a, b) => a[0] - b[0]);
  for (let i = 0; i < boxes.length; i++)
    for (let j = i + 1; j < boxes.length && boxes[j][0] < boxes[i][1]; j++)
      if (boxes[i][2] < boxes[j][3] && boxes[j][2] < boxes[i][3])
        seen.push(`over each other: ${boxes[i][4]} | ${boxes[j][4]}`);
  return { seen: seen.slice(0, 20), boxes: boxes.length };
}
