# 出错与表单

# 出错页
http-error-absent = 没有这个页面
http-error-absent-page = 地址可能打错了，或者页面已经移动。
http-error-absent-record = 没有这条公开信息。它可能从未公开，也可能地址或索引号有误。
http-error-absent-item = 没有这个事项。清单事项编号为1至50，学校自定事项写作S1、S2。
http-error-absent-category = 没有这个类别。清单类别编号为1至10，学校自定类别从11起。
http-error-absent-dataset = 没有这组数据。
http-error-absent-report = 没有这份年度报告或这种格式。
http-error-malformed = 地址无法识别
http-error-malformed-advice = 地址中有不能解读的字符，请从首页或目录重新进入。
http-error-sign-in = 请先登录
http-error-sign-in-advice = 这个页面只供已登录的工作人员使用。
http-error-cross-site = 此次提交未予受理
http-error-cross-site-advice = 提交来自其他网站，为防冒用已被拒绝。请在本站页面上重新操作。
http-error-forbidden = 没有权限
http-error-forbidden-advice = 您的岗位不能进行这项操作，如有需要请联系信息公开工作机构。
http-error-method = 不支持这种操作
http-error-method-advice = 这个地址不接受此类请求，请从本站页面进入。
http-error-conflict = 内容已被他人修改
http-error-conflict-advice = 在您打开之后，其他人已经改动过。请重新打开，核对后再提交。
http-error-rule = 目前不能这样操作
http-error-rule-advice = 这条信息所处的环节不允许此项操作：
http-error-personal = 含有不得公开的个人信息
http-error-personal-advice = 请删去或遮盖下列内容后再提交：
http-personal = { $field }：{ $masked }
http-error-gone = 信息已经撤下
http-error-gone-advice = 这条信息曾经公开，现已不再提供。
http-error-too-large = 提交的内容太大
http-error-too-large-advice = 超出了这里能接收的大小，请缩减后再提交。
http-error-long = 地址太长
http-error-long-advice = 请缩短搜索词或减少条件。
http-error-media-type = 提交的格式不对
http-error-media-type-advice = 这里只接收表单，请在本站页面上填写提交。
http-error-invalid = 填写的内容有误
http-error-invalid-advice = 请按下面的提示改正后重新提交。
http-error-many = 请求太频繁
http-error-many-advice = 请过几秒再试。
http-error-busy = 系统正忙
http-error-busy-advice = 另一项操作尚未完成，请稍等片刻再试。
http-error-timeout = 一时忙不过来
http-error-timeout-advice = 请稍后再试。
http-error-unavailable = 暂时无法读取
http-error-unavailable-advice = 数据库暂时无法访问，已记录。请过一会儿再试。
http-error-internal = 系统出了差错
http-error-internal-advice = 差错已经记录。如需反映，请提供下面的编号。
http-error-reference = 编号
http-error-exists = 可以去这里
http-error-back = 返回原来的页面

# 表单各栏
field-mode = 阅读模式
field-back = 返回地址
field-error-required = { $field }：没有填写
field-error-choice = { $field }：不在可选范围之内
field-error-long = { $field }：太长
